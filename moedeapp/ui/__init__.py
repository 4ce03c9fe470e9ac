"""The windows; with `app` the only room that knows Qt."""
