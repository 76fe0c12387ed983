"""Processes that are forked from one which has loaded the libraries: functions and programs."""
