"""What is printed for a meeting: the pack that lies on the table."""
