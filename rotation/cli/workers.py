"""What gunicorn's master does before it makes its workers: the site is read once, and not by each of them."""

import web  # noqa: F401 - reading it is the point
from rotation.cli.receiving import ReceivingWorker

worker_class = ReceivingWorker
