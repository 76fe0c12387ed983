"""Two published sagas, and how many states theirs and ours enter."""
