"""Tests of the ready lines with any journal."""
