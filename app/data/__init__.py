"""What comes with the program: MNIST's digits and trained networks."""
