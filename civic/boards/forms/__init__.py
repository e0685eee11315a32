"""What may be typed in on the boards: shapes only, the commands decide."""
