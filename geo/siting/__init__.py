"""Where to build next: sites that serve most, exact by HiGHS or heuristic with a bound."""
