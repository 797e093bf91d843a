"""Texts and Alimtalk by Solapi, whose calls are signed and whose reports come by webhook."""
