"""The mathematics: a network, its passes and its training, in numpy alone."""

from app.nn.blas import keep_to_one_thread

keep_to_one_thread()
