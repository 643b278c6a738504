"""What a mail address of somebody who works here may look like: plain enough to stand in the head of a letter."""

import re

MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
