"""The wire between a phone and the site: it can be cut, and it can lose one answer after the site has acted."""

import selectors
import socket
import threading
from typing import Any


class Wire:
    """Listens on a port of its own and hands everything on to the site; `url` is where the phone looks."""

    def __init__(self, site: str) -> None:
        host, port = site.removeprefix("http://").split(":")
        self.site = (host, int(port))
        self.is_cut = False
        self.loses = b""
        self.lost = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def lose_one(self, request: bytes) -> None:
        """Lose the answer to the next request that begins like this."""
        self.loses = request

    def close(self) -> None:
        """Listen no more."""
        self.listening.close()

    def _listen(self) -> None:
        while True:
            try:
                phone, _where = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        with phone, socket.create_connection(self.site) as site, selectors.DefaultSelector() as ready:
            ready.register(phone, selectors.EVENT_READ, site)
            ready.register(site, selectors.EVENT_READ, phone)
            try:
                while not self.is_cut and all(self._passes(key, site) for key, _mask in ready.select(0.2)):
                    pass
            except OSError:
                return

    def _passes(self, key: Any, site: socket.socket) -> bool:
        """Hand on what has come from one side; False where the line is at its end."""
        data = key.fileobj.recv(65536)
        if self.is_cut or not data:
            return False
        if self.loses and data.startswith(self.loses):
            self.loses = b""
            site.sendall(data)
            self.lost += bool(site.recv(65536))
            return False
        key.data.sendall(data)
        return True
