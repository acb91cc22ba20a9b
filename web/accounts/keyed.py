"""What is kept of short secrets: a hash under the installation's own key, so that a stolen database tells nothing."""

import hashlib
import hmac

from flask import current_app

__all__ = ["derived", "keyed"]


def derived(purpose: str, text: str) -> bytes:
    """32 bytes that only this installation can make from `text` for this purpose."""
    key: str = current_app.config["SECURITY_PASSWORD_SALT"]
    return hmac.digest(key.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256)


def keyed(purpose: str, text: str) -> str:
    """The same as text."""
    return derived(purpose, text).hex()
