"""What officers know of a case's patient, by which rules the case goes, and whether it is another case's patient (ADR 49)."""
