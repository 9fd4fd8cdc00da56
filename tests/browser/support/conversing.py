"""The page's conversation with the server, on a page without the playground."""

from typing import Final

CONVERSATION: Final = """
  const [{ createStore }, { initialState, reduce }, { Conversation }] = await Promise.all(
    ["state/store", "state/page", "server/session"].map((name) => import(`/static/js/${name}.js`)),
  );
  const store = createStore(reduce, initialState);
  const until = (holds) => new Promise((resolve) => {
    const look = (state) => holds(state) && resolve(state);
    store.subscribe(look);
    look(store.get());
  });
  const conversation = new Conversation(store);
  await conversation.open();
"""
"""Begins an asynchronous function: a store, its conversation with a network of its own, and
`until(holds)`, which waits for a state."""
