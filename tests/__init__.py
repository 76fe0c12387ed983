"""The tests, and what make bench, fuzz and fault-injection share with them."""

from tests.support.person import leave_out_the_persons_settings

leave_out_the_persons_settings()  # before anything here makes a client of AWS
