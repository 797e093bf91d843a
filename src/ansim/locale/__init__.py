"""The words of every screen: gettext catalogues, one folder a language."""
