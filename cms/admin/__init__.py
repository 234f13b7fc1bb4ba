"""What staff meet in the Wagtail admin, beyond the pages' own fields."""
