#!/usr/bin/env python
"""Django's command-line tool for Meridian. Without DJANGO_SETTINGS_MODULE it runs with cms.settings.dev."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
