# Meridian's commands. They need Python 3.11 or newer, make and a package index; all they make lies in var/.
#
#   make run      the site on http://localhost:8000/ with demo content; PORT=9000 make run serves elsewhere
#   make reset    start over: removes the database, media, mail and logins that make run made
#   make test     all tests, on SQLite and PostgreSQL; make test ARGS="-k prices" picks some
#   make check    lint, format, types, migrations, deployment, templates, longest files
#   make stress   what is too long for make test, on both databases
#   make screenshots   the pictures of the README and the guides, taken from the demo
#
# The newest suitable Python is used; make run PYTHON=/path/to/python3 names another.

.PHONY: help run reset test check stress screenshots

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

# The first round looks for a Python that lacks nothing, the second for one of which cms/bootstrap.py can say
# what it lacks.
run reset test check stress screenshots:
	@if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; \
	else set -- python3.14 python3.13 python3.12 python3.11 python3; fi; \
	for modules in 'sys, ensurepip, sqlite3, ssl' sys; do \
	  for python; do \
	    if "$$python" -I -c "import $$modules; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; \
	    then exec "$$python" -I -B cms/bootstrap.py $@; fi; \
	  done; \
	done; \
	echo "Meridian needs Python 3.11 or newer, and found none (tried: $$*)." \
	  "Install it, or name yours: make $@ PYTHON=/path/to/python3" >&2; \
	exit 1
