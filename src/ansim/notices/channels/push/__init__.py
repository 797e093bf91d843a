"""Web Push to the visitor app: a sign that there is something to fetch, encrypted to one browser, without any content."""
