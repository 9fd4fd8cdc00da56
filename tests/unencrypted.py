"""Calls to a server on this machine, over HTTP without encryption.

Else each client, and each call without one, reads all certificates of this machine first, which
takes longer than most that is asked.
"""

from functools import partial
from typing import Final

import httpx

Client: Final = partial(httpx.Client, verify=False)
get: Final = partial(httpx.get, verify=False)
post: Final = partial(httpx.post, verify=False)
put: Final = partial(httpx.put, verify=False)
stream: Final = partial(httpx.stream, verify=False)
