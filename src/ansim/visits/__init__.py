"""The visitor log: who, as one day's tag, was where and when."""
