"""Calendar feeds: who serves when and where, as the calendars of phones and offices take it (RFC 5545, RFC 7986)."""
