"""What the tests of the members' pages send and read."""

FORM = {"name": "陈建国", "phone": "13800138000", "roles": ["team"], "skills": ["roads"], "named_in_public": "y"}


def page(response):
    return " ".join(response.get_data(as_text=True).split())
