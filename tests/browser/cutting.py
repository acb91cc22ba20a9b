"""The wire between a phone and the site: it can be cut, and it can lose one answer after the site has acted."""

import selectors
import socket
import threading


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
            ready.register(phone, selectors.EVENT_READ)
            ready.register(site, selectors.EVENT_READ)
            loses = False
            try:
                while not self.is_cut:
                    for key, _mask in ready.select(0.2):
                        data = key.fileobj.recv(65536)
                        if self.is_cut or not data:
                            return
                        loses = loses or (key.fileobj is phone and self._is_to_lose(data))
                        if loses and key.fileobj is site:
                            self.loses, self.lost = b"", self.lost + 1
                            return
                        (site if key.fileobj is phone else phone).sendall(data)
            except OSError:
                return

    def _is_to_lose(self, data: bytes) -> bool:
        return bool(self.loses) and data.startswith(self.loses)
