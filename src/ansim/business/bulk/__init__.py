"""Lists of venues brought in by files, with a preview of what becomes of each row; posters of a whole list."""
