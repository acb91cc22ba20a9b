"""The few lines by which anybody can verify the ledger: shown on its page, and run by the tests just as they are."""

VERIFIER = r"""
import hashlib, sys

def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    both = root(leaves[:half]) + root(leaves[half:])
    return hashlib.sha256(b"\x01" + both).digest()

file, size, *printed = sys.argv[1:]
lines = [line for line in open(file, "rb") if line.startswith(b'{"entry":')][: int(size)]
leaves = [hashlib.sha256(b"\x00" + line[9:-76]).digest() for line in lines]
same = len(lines) == int(size) and root(leaves).hex() == "".join(printed).lower()
print("The board and the ledger agree." if same else "The ledger is NOT what the board says.")
""".strip()
