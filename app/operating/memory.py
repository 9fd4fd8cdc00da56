"""Memory that is no longer used, freed soon and given back to the system."""

import ctypes
import gc
import sys


def look_at_new_objects() -> None:
    """Keep the garbage collector from looking at the objects of now, which will stay.

    It looks through all objects once a quarter as many are new: with all of the libraries' among
    them, that would be so seldom that closed connections, which are circles, pile up.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Let the C library return what is free, which it keeps otherwise; glibc has a call for it."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
