"""What Ansim is, for owners: the page that everybody may see."""
