"""Programs to take home: with numpy alone they compute every number that the page shows."""
