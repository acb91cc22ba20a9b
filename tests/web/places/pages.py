"""How a page is read."""


def page(response):
    return " ".join(response.get_data(as_text=True).split())
