"""Many producers at once for one user, on a simulated clock: no real second passes."""
