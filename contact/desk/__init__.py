"""The desk: where staff find, read, mark and export enquiries in the admin."""
