"""What is shown and exchanged: spreadsheets and statistics."""
