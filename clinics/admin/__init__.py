"""The admin of clinics, practitioners and services."""
