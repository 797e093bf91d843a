"""Texts and Alimtalk by NAVER Cloud's SENS, whose calls are signed, hold 100 messages, and whose results are asked for."""
