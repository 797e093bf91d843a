"""Words and rules, pure: nothing here touches the world, and the clock is an argument."""
