"""The admin of treatments and conditions."""
