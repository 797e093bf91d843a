"""An invented province: its venues, people, visits and outbreaks; the demo's town."""
