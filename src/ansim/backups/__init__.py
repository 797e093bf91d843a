"""Copies of the databases: made without a key beside them, and held against what must be gone."""

from ansim.backups.checking import check_backup, check_now
from ansim.backups.dumps import make_backup

__all__ = ["check_backup", "check_now", "make_backup"]
