"""The planner over HTTP: a question in its canonical form, jobs that answer it, what is taken away.

Nothing here that a web worker imports loads the analysis itself: that lives in the processes that
do the work.
"""
