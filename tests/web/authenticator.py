"""A passkey in software, for tests: it makes key pairs, signs, and counts, as a phone or a small key does."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, MAKES = 0x01, 0x04, 0x40


def text(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


def plain(words):
    return urlsafe_b64decode(words + "==")


class Passkey:
    """One key pair of one authenticator; `count` goes up with each signature unless it is held."""

    def __init__(self, host="localhost", origin="http://localhost"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.host, self.origin, self.count = host, origin, 0

    def made(self, question):
        """What a browser says once this was made for `question`, as the page has it."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        which = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        told = {"fmt": "none", "attStmt": {}, "authData": self._data(PRESENT | VERIFIED | MAKES) + which}
        return self._said(attestationObject=cbor2.dumps(told), clientDataJSON=self._asked(question, "create"))

    def shown(self, question, count=None):
        """What a browser says once this was shown for `question`."""
        self.count = self.count + 1 if count is None else count
        asked, data = self._asked(question, "get"), self._data(PRESENT | VERIFIED)
        signature = self.key.sign(data + hashlib.sha256(asked).digest(), ec.ECDSA(SHA256()))
        return self._said(authenticatorData=data, clientDataJSON=asked, signature=signature)

    def _asked(self, question, kind):
        challenge = json.loads(question)["challenge"]
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags):
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, **parts):
        response = {name: text(part) for name, part in parts.items()}
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
