"""Where pytest begins: the plugin that looks after servers, network and skips."""

pytest_plugins = ["tests.servers"]
