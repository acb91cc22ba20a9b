"""The programme: who and where (district), who serves when (roster), what is shown (board).

Knows SQLAlchemy, never Flask. Vocabulary: a member serves a term (one member, one place, one week);
a place is a village, where a team of three serves, or a zone, where troubleshooters serve; a roster
goes from draft to published to superseded.
"""
