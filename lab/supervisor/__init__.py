"""The process that holds the lab up, in the services' environment. The commands talk to it by files."""
