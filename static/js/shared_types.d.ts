// Types that many modules name, so that none has to import them; each is defined where it belongs.

type Action = import("./state/page.js").Action;
type BackwardAnswer = import("./server/types.js").BackwardAnswer;
type BackwardFacts = import("./scenes/walk/walk_facts.js").BackwardFacts;
type Beat<S, C> = import("./page/story.js").Beat<S, C>;
type CalculusState = import("./scenes/calculus/state.js").CalculusState;
type CodeAnswer = import("./server/types.js").CodeAnswer;
type CodeArray = import("./panels/code/code_view.js").CodeArray;
type Conversation = import("./server/session.js").Conversation;
type DescentResource = import("./scenes/descent/scene.js").DescentResource;
type DescentState = import("./scenes/descent/state.js").DescentState;
type Digit = import("./server/types.js").Digit;
type ForwardAnswer = import("./server/types.js").ForwardAnswer;
type Item = import("./state/page.js").Item;
type Layout = import("./network/layout.js").Layout;
type NetworkBeat = import("./network/beat_picture.js").NetworkBeat;
type Picture = import("./network/beat_picture.js").Picture;
type Placement = import("./input/digit_image.js").Placement;
type Quantity = import("./panels/what_if/quantity.js").Quantity;
type Reducers<S, A> = import("./state/store.js").Reducers<S, A>;
type SideName = import("./scenes/vanishing/choices.js").SideName;
type State = import("./state/page.js").State;
type Store<S, A> = import("./state/store.js").Store<S, A>;
type Stroke = import("./input/digit_image.js").Stroke;
type Theme = import("./kit/canvas.js").Theme;
type VanishingState = import("./scenes/vanishing/state.js").VanishingState;
type Words = import("./page/story.js").Words;
