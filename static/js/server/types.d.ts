// Written by `make format` from the Python models: change those.

/** How well the network knows the digits of a split. */
export interface AccuracyAnswer {
  correct: number;
  total: number;
  /** The mean of C0 over the split. */
  cost: number;
}

/** Acknowledge a frame, and all before it. */
export interface Acknowledge {
  type: "ack";
  frame: number;
}

/** An activation: its names, its formulas, and what a plot of it needs. */
export interface ActivationDescriptor {
  id: string;
  /** Its name in menus and sentences. */
  label: string;
  /** Several layers of it, after their number. */
  plural: string;
  /** Its name in a line of text, like σ. */
  symbol: string;
  /** Its name in a formula; empty where none is written. */
  tex: string;
  /** f′(z) in a line of text. */
  derivative_text: string;
  /** f'(z) as a formula of z. */
  derivative_tex: string;
  /** The same with numbers in place of {z} and {a}, {(a)} in brackets where it is negative; null where it depends on the sign of z alone. */
  derivative_values_tex: string | null;
  /** What a neuron does with its sum. */
  verb: string;
  /** The largest |f'(z)|. */
  ceiling: number;
  /** From, to; null where it has no end. */
  range: (number | null)[];
  /** Whether each neuron's a depends on its own z alone. */
  is_elementwise: boolean;
  /** The class that computes it, as in /api/code. */
  class_name: string;
}

/** An activation, or an input, moved a little; the z behind it stays. */
export interface ActivationNudge {
  /** 0 is the input. */
  layer: number;
  index: number;
  by: number;
}

/** The answers to a question: null what is not told yet. */
export interface Answers {
  answered: number;
  counts: number[] | null;
  right: number | null;
  earlier: number[][] | null;
  /** In order of their size. */
  amounts: number[] | null;
}

/** A question as everybody sees it. */
export interface AskedQuestion {
  id: string;
  text: string;
  choices: string[];
  amount: Bounds | null;
  /** How often it has been asked, this time included. */
  round: number;
  /** How many seats have voted. */
  answered: number;
}

/** Where a step with one learning rate leads. */
export interface AtRate {
  learning_rate: number;
  /** C0 after it; null where it is not finite. */
  cost: number | null;
}

/** What many digits ask of the parameters, on the average. */
export interface AverageAnswer {
  /** Examples that are done. */
  done: number;
  /** How many there are. */
  of: number;
  /** The mean C0 of the digits done. */
  cost: number;
  /** The length of the average. */
  norm: number;
  /** -dC/dw, the mean over the digits. */
  average: number[];
  /** The first hundred of the digits. */
  indices: number[];
  /** The steps that the network had taken. */
  iteration: number;
}

/** Over which training digits the average is taken. */
export interface AverageRequest {
  /** The mini-batch that a step would take next (`batch_size`), the first `count` in the order that the session's seed shuffles them to, or all 60,000. */
  over: "mini_batch" | "count" | "all";
  count?: number | null;
  batch_size?: number | null;
}

/** All that back-propagation computes. */
export interface BackwardAnswer {
  /** a0 … aL */
  activations: number[][];
  /** z1 … zL */
  pre_activations: number[][];
  /** The index of the largest output. */
  prediction: number;
  /** For l = 1 … L: each neuron's sum; only with `?terms=k`. */
  terms?: NeuronTerms[][];
  cost: number;
  /** Each output's term of the cost. */
  cost_terms: number[];
  nudges: Nudges;
  /** f'(z) of z1 … zL: times a nudge of a it is the nudge of z, -dC0/dz; null where an activation depends on all z of its layer, as with softmax. */
  slopes: (number[] | null)[];
  /** dC0/dz of z1 … zL */
  deltas: number[][];
  /** For l = 1 … L-1: row k is what neuron k of layer l+1 asks of each neuron of layer l. The sums of the columns are `nudges.activations` of layer l. */
  contributions: number[][][];
}

/** What one drawing asks of the parameters. */
export interface BatchColumn {
  label: number;
  /** Whether it is of the seat that asks. */
  own: boolean;
  /** null with `?pixels=false`. */
  pixels: number[] | null;
  /** Its strokes; null where none were sent, or without pixels. */
  ink: string | null;
  cost: number;
  prediction: number;
  /** -dC0/dw of each of the rows. */
  nudges: number[];
}

/** Where a mini-batch points, compared with the exact gradient. */
export interface BatchDirection {
  /** The first hundred of its digits. */
  indices: number[];
  cost: number;
  norm: number;
  /** Between the two, in degrees. */
  angle: number;
  /** How far it goes the exact gradient's way. */
  along: number;
  /** How far it goes at right angles to that. */
  across: number;
}

/** What the room's drawings ask of some parameters. */
export interface BatchTable {
  /** Which parameters. */
  rows: number[];
  columns: BatchColumn[];
  /** How many drawings the average is over: all. */
  count: number;
  /** The length of the whole average. */
  norm: number;
  /** -dC/dw of each of the rows. */
  average: number[];
  /** For each digit the share of the test digits that are read right. */
  class_accuracy: number[];
}

/** Between which numbers an amount is dragged. */
export interface Bounds {
  least: number;
  most: number;
}

/** One of MNIST's pictures, with its label as the target. */
export interface ByIndex {
  split: "train" | "test";
  index: number;
}

/** A chain of one neuron a layer, one example, and what is asked about it. */
export interface ChainRequest {
  layers: number[];
  activation?: string;
  output?: string;
  cost?: string;
  /** For l = 1 … L: W[l] row by row, then b[l]. */
  parameters: number[];
  /** One example's inputs, or a list of such lists. */
  x: number[] | number[][];
  /** The desired outputs, in the same form. */
  y: number[] | number[][];
  /** How far each quantity is nudged. */
  by?: number;
  /** Training pairs. */
  pairs: Pair[];
  /** The parameter for the average over the pairs. */
  parameter?: number;
}

/** A chain of one neuron a layer, and a part of the calculus. */
export interface ChainTables {
  layers: number[];
  activation?: string;
  output?: string;
  cost?: string;
  /** For l = 1 … L: W[l] row by row, then b[l]. */
  parameters: number[];
  /** One example's inputs, or a list of such lists. */
  x: number[] | number[][];
  /** The desired outputs, in the same form. */
  y: number[] | number[][];
  /** How far each quantity is nudged. */
  by?: number;
  /** Training pairs. */
  pairs: Pair[];
  /** The parameter for the average over the pairs. */
  parameter?: number;
  part: string;
}

/** Train with other settings from the next step on. */
export interface ChangeSettings {
  type: "settings";
  /** digits in a mini-batch */
  batch_size?: number | null;
  /** learning rate */
  learning_rate?: number | null;
  /** momentum */
  momentum?: number | null;
  /** seed of the shuffling */
  seed?: number | null;
  /** largest norm of a step's gradient */
  clip?: number | null;
}

/** The session after a change; its fields are at the top as well. */
export interface ChangedSession {
  /** The session after the change. */
  session: SessionObject;
  /** The pass of the example that the request names: backward if it names a target, otherwise forward. null where it names none, or where its pass overflows. */
  pass: BackwardAnswer | ForwardAnswer | null;
  layers: number[];
  activation: string;
  output: string;
  cost: string;
  initializer: string;
  seed: number;
  /** What its parameters began as; `random` also where the recipe began, `loaded` where a file did. */
  weights: "trained" | "random" | "loaded";
  /** The mini-batches of the recipe after which the parameters are these; null where they came otherwise, as after a step. */
  trained_for: number | null;
  /** The mini-batches of the recipe that it began with, whatever steps came since; null where it began otherwise. */
  began_for: number | null;
  parameter_count: number;
  /** Steps of gradient descent so far. */
  iteration: number;
  /** Counts the changes of the parameters but for steps of a run: with `iteration` it says which parameters these are. */
  revision: number;
  /** How many changes can be undone. */
  undo: number;
  /** How many undone changes can be made again. */
  redo: number;
  id: string;
}

/** Derivatives by forward passes alone, one for each parameter, beside one pass back. */
export interface CheckAllAnswer {
  /** Forward passes that are done: one more than measured. */
  done: number;
  /** How many there are to do. */
  of: number;
  /** Derivatives that are known from them. */
  measured: number;
  parameter_count: number;
  /** How long those passes have taken, in milliseconds. */
  elapsed_ms: number;
  /** How long one pass forward and back takes, which finds all derivatives; in milliseconds, 0 until it is known. */
  backprop_ms: number;
  /** The largest |measured - by back-propagation| of those measured. */
  largest_difference: number;
  /** The largest |dC0/dw| measured: what to compare that with. */
  largest_derivative: number;
  /** The steps that the network had taken. */
  iteration: number;
}

/** One picture, whose derivatives are measured one by one. */
export interface CheckAllRequest {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
  /** How many, the first of the flat vector. Left out, all, or as many as `max_measured` allows (see /api/limits). */
  count?: number | null;
}

/** One derivative twice. */
export interface CheckAnswer {
  parameter: number;
  name: string;
  /** The parameter's own. */
  value: number;
  /** dC0/dw by back-propagation. */
  backprop: number;
  /** dC0/dw by central differences, (4 D(h) - D(2h)) / 3 where D(h) = (C0(w + h) - C0(w - h)) / 2h. */
  finite_difference: number;
  /** h */
  step: number;
  /** As a part of the larger of the two. */
  relative_difference: number;
  /** Within 1e-6 of each other, or within what rounding explains. */
  agree: boolean;
}

/** One parameter whose derivative is to be checked. */
export interface CheckRequest {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
  /** Its index in the flat vector: W1 row by row, b1, W2, … */
  parameter: number;
}

/** The drawings that everybody may see from now on: these and no others. */
export interface ChosenDrawings {
  seats: string[];
}

/** The source of the arithmetic. */
export interface CodeAnswer {
  functions: SourceOfFunction[];
  /** What computes each activation, there and back. */
  activations: Record<string, string[]>;
  /** What computes each cost, by the activation of the outputs. */
  costs: Record<string, Record<string, string[]>>;
}

/** A cost for some outputs: its names and formulas. */
export interface CostDescriptor {
  id: string;
  /** Its name in menus and sentences. */
  label: string;
  /** Its name where there is little room. */
  short: string;
  /** What its terms are called, as a sentence begins. */
  terms: string;
  /** The activations that outputs may have. */
  outputs: string[];
  /** One output's term in few characters, y being 0 or 1. */
  term_text: string;
  /** C0 as a formula, with {a} and {y} to be replaced. */
  cost_tex: string;
  /** -dC0/da of one output, in the same way. */
  nudge_tex: string;
  /** The same for an output that should be 1, with its number in place of {a}; in place of {a.2} with two digits after the point. */
  nudge_values_tex: string;
  /** The term of an output that should be 1, with its number in place of {a}, where the terms of all that should be 0 are 0; null where they count. */
  target_term_tex: string | null;
  /** Whether desired outputs must be from 0 to 1. */
  needs_shares: boolean;
  /** The class that computes it, as in /api/code. */
  class_name: string;
}

/** C0 against the quantity. */
export interface CurveAnswer {
  values: number[];
  /** null where C0 has no finite value there. */
  costs: (number | null)[];
}

/** The range of values over which the cost is asked for. */
export interface CurveRange {
  from: number;
  to: number;
  /** How many values, both ends among them. */
  count: number;
}

/** All that can be chosen, described. */
export interface Descriptors {
  /** What hidden layers may use. */
  activations: ActivationDescriptor[];
  /** What outputs may use. */
  outputs: ActivationDescriptor[];
  costs: CostDescriptor[];
  initializers: InitializerDescriptor[];
  training: SettingDescriptor[];
  /** A neuron whose |f'(z)| is smaller counts as saturated. */
  flat_below: number;
}

/** What only the presenter may see. */
export interface Desk {
  /** Of every beat that was shown, in order. */
  lost: LostAt[];
  note: string;
  questions: KeptQuestion[];
}

/** One of MNIST's pictures. */
export interface Digit {
  /** Its index in its split, from 0. */
  index: number;
  /** The digit it shows. */
  label: number;
  pixels: number[];
}

/** Some of MNIST's pictures. */
export interface DigitsAnswer {
  digits: Digit[];
}

/** Some digits, what to average over, and which parameter is in the middle. */
export interface DigitsTables {
  examples: (LabelledExample | ByIndex)[];
  /** Left out, it is over these examples. */
  average?: AverageRequest | null;
  middle: number;
}

/** Where the next mini-batches point. */
export interface DirectionsAnswer {
  /** Examples that are done. */
  done: number;
  /** How many there are. */
  of: number;
  exact: ExactGradient;
  batches: BatchDirection[];
  /** The steps that the network had taken. */
  iteration: number;
}

/** How many of the next mini-batches are looked at. */
export interface DirectionsRequest {
  batch_size: number;
  batches: number;
}

/** What the room's drawings ask of the parameters, on the average. */
export interface DrawingsAverage {
  count: number;
  /** The mean C0. */
  cost: number;
  /** The length of the average. */
  norm: number;
  /** -dC/dw, the mean over the drawings. */
  average: number[];
}

/** What everybody may know of the drawings. */
export interface DrawingsState {
  /** Which is to be drawn; null for any. */
  digit: number | null;
  count: number;
  /** How many everybody may see. */
  shown: number;
  /** Grows with whatever changes what they are, or which are shown. */
  revision: number;
  step: DrawingsStep | null;
}

/** What the last step on the room's drawings has done. */
export interface DrawingsStep {
  of: "all" | "shown";
  count: number;
  before: Score;
  after: Score;
}

/** What a step on the room's drawings has done. */
export interface DrawingsStepAnswer {
  of: "all" | "shown";
  count: number;
  before: Score;
  after: Score;
  iteration: number;
  cost_before: number;
  cost_after: number;
  /** The network after the step. */
  session: WatchedSession;
}

/** A run of a network that is gone: what the caller knows of it. */
export interface EarlierRun {
  name: string;
  iteration: number;
  settings: Record<string, number | null>;
  best_accuracy: number | null;
}

/** How the network did at its evaluations, in order. */
export interface Evaluations {
  iterations: number[];
  train_costs: number[];
  test_costs: number[];
  accuracies: number[];
}

/** The gradient over all training digits. */
export interface ExactGradient {
  norm: number;
  cost: number;
}

/** One picture. */
export interface Example {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
}

/** What is wrong with one field. */
export interface FieldProblem {
  type: string;
  /** Where, like ["body", "pixels", 3] */
  loc: (string | number)[];
  msg: string;
}

/** The path as a chain: z = w a + (rest + b), layer by layer. */
export interface FoldAnswer {
  weights: number[];
  biases: number[];
  /** What all others add to each sum. */
  rests: number[];
  /** Of the chain: w, rest + b, … */
  parameters: number[];
  /** Along the path, the input first. */
  activations: number[];
  /** y of the path's output. */
  target: number;
  path_count: number;
}

/** One example, and a path through the session's network. */
export interface FoldRequest {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
  /** One neuron of each layer, the input first. */
  path: number[];
}

/** All that a forward pass computes, with the sums taken apart where that is asked for. */
export interface ForwardAnswer {
  /** a0 … aL */
  activations: number[][];
  /** z1 … zL */
  pre_activations: number[][];
  /** The index of the largest output. */
  prediction: number;
  /** For l = 1 … L: each neuron's sum; only with `?terms=k`. */
  terms?: NeuronTerms[][];
}

/** Costs: of the last mini-batch, and of the last evaluation. */
export interface FrameCosts {
  batch: number | null;
  train: number | null;
  test: number | null;
}

/** What the metadata of a frame of training says, entry by entry as JSON. */
export interface FrameHeader {
  frame: number;
  /** Whether its figures are all of the run's. */
  complete: boolean;
  status: "idle" | "running" | "paused" | "finished" | "diverged";
  /** Why, in a sentence; empty where it needs none. */
  reason: string;
  session: WatchedSession;
  settings: SettingsOfRun;
  run: RunObject | null;
  iteration: number;
  epoch: number;
  steps_per_epoch: number | null;
  batch: ShownBatch | null;
  costs: FrameCosts;
  accuracy: number | null;
  evaluated_at: number | null;
  norms: FrameNorms | null;
  layers: LayerFigures[] | null;
  /** Whether pictures of the weights come while a run goes on. */
  pictured: boolean;
  steps_per_second: number | null;
  elapsed_s: number;
  remaining_s: number | null;
}

/** Lengths of vectors at the last step. */
export interface FrameNorms {
  gradient: number;
  gradient_by_layer: number[];
  parameters: number;
}

/** An activation at evenly spaced z. */
export interface FunctionAnswer {
  z: number[];
  /** f(z). */
  f: number[];
  /** f'(z). */
  slope: number[];
}

/** Back to a checkpoint of a run. */
export interface GoRequest {
  pixels?: number[] | null;
  target?: number | number[] | null;
  iteration: number;
}

/** What the metadata of a gradient's file says, entry by entry as JSON. */
export interface GradientHeader {
  iteration: number;
  layers: number[];
  /** C0 of each example. */
  costs: number[];
  predictions: number[];
  /** y of each example. */
  targets: number[][];
  /** The length of each example's gradient. */
  norms: number[];
  average_norm: number;
}

/** The examples whose desired changes are asked for. */
export interface GradientRequest {
  examples: (LabelledExample | ByIndex)[];
}

/** Whose gradient it is: of one example, or the average over training digits. */
export interface GradientTables {
  example?: LabelledExample | ByIndex | null;
  average?: AverageRequest | null;
  /** The entry that is looked at, by its index. */
  chosen?: number | null;
}

export interface HTTPValidationError {
  detail?: ValidationError[];
}

/** The server answers. */
export interface Health {
  status: "ok";
  version: string;
}

/** How many changes to take back, or to make again. */
export interface HistoryRequest {
  pixels?: number[] | null;
  target?: number | number[] | null;
  /** So many changes at once, all of them or none. */
  count?: number;
}

/** A way to draw random weights. */
export interface InitializerDescriptor {
  id: string;
  label: string;
  /** The distribution of a weight. */
  tex: string;
  draws_biases: boolean;
}

/** Where ink of the pad went: pixel = (pad - origin) * scale + offset. */
export interface InkPlacement {
  origin: number[];
  scale: number;
  offset: number[];
}

/** What is wrong with the input. */
export interface InputProblem {
  detail: FieldProblem[];
}

/** A question with its answers, for the presenter alone. */
export interface KeptQuestion {
  id: string;
  text: string;
  choices: string[];
  amount: Bounds | null;
  /** How often it has been asked, this time included. */
  round: number;
  /** How many seats have voted. */
  answered: number;
  counts: number[];
  right: number | null;
  earlier: number[][];
  open: boolean;
  revealed: boolean;
}

/** A run that the session keeps. */
export interface KeptRun {
  run: string;
}

/** One picture, and what the network should have said. */
export interface LabelledExample {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
}

/** The cost on a plane through the parameters. */
export interface LandscapeAnswer {
  /** Examples that are done. */
  done: number;
  /** How many there are. */
  of: number;
  x: number[];
  y: number[];
  /** A row for each y, from the lowest; null where it is not finite. */
  costs: ((number | null)[])[];
  /** Where the network is: [0, 0]. */
  point: number[];
  point_cost: number | null;
  path: PathOnPlane[];
  directions: "gradient" | "path";
  gradient_norm: number | null;
  examples: number;
  /** The steps that the network had taken. */
  iteration: number;
}

/** A plane around the network, and how finely it is looked at. */
export interface LandscapeRequest {
  directions: "gradient" | "path";
  run?: string | null;
  size?: number;
  span?: number | null;
  examples?: number;
  seed?: number;
}

/** How strongly a layer learns; null where a figure is not finite. */
export interface LayerFigures {
  /** Mean |dC/dw| of its weights. */
  mean_gradient: number | null;
  /** Norm of dC/dW. */
  gradient_norm: number | null;
  /** Mean |dC0/dz| of its neurons. */
  mean_delta: number | null;
  /** Mean |a| of its neurons. */
  mean_activation: number | null;
  /** Mean f'(z) of its neurons. */
  mean_slope: number | null;
  /** Share that learns next to nothing. */
  saturated: number | null;
  /** The step compared with the weights. */
  speed: number | null;
}

/** A small network with one example, and a neuron of its last hidden layer. */
export interface LayersTables {
  layers: number[];
  activation?: string;
  output?: string;
  cost?: string;
  /** For l = 1 … L: W[l] row by row, then b[l]. */
  parameters: number[];
  /** One example's inputs, or a list of such lists. */
  x: number[] | number[][];
  /** The desired outputs, in the same form. */
  y: number[] | number[][];
  neuron: number;
}

/** What a call of `learn` has done. */
export interface LearnAnswer {
  /** The session after the change. */
  session: SessionObject;
  /** The pass of the example that the request names: backward if it names a target, otherwise forward. null where it names none, or where its pass overflows. */
  pass: BackwardAnswer | ForwardAnswer | null;
  iteration: number;
  /** 0 where the network knew it already. */
  steps: number;
  /** C0 before the first step, and after each: steps + 1. */
  costs: number[];
  /** After the last step. */
  prediction: number;
  /** Whether that is the target, or its largest entry. */
  learnt: boolean;
}

/** One picture, to be learnt until the network says what it is. */
export interface LearnRequest {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
  learning_rate: number;
  /** The largest number of steps. */
  most: number;
}

/** The drawing whose activations are listed, if there is one. */
export interface LearningTables {
  pixels?: number[] | null;
}

/** How many were lost at a beat. */
export interface LostAt {
  beat: string;
  count: number;
}

/** Who is lost. */
export interface LostSeat {
  seat: string;
}

/** What was asked of /directions and of /landscape. */
export interface MiniBatchesTables {
  directions?: DirectionsRequest | null;
  landscape?: LandscapeRequest | null;
}

/** What a network is called that is compared with another. */
export interface NetworkTables {
  name: string;
}

/** One neuron. */
export interface Neuron {
  /** 0 is the input. */
  layer: number;
  index: number;
}

/** A neuron's sum, whole: z = the products of the terms + rest + bias, to rounding. */
export interface NeuronTerms {
  /** The largest by size, the largest first. */
  terms: Term[];
  /** The sum of all other products. */
  rest: number;
  /** How many those are. */
  rest_count: number;
  bias: number;
  z: number;
  a: number;
}

/** Between which numbers an amount is dragged. */
export interface NewBounds {
  least: number;
  most: number;
}

/** A seat's drawing. */
export interface NewDrawing {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  label: number;
  /** The strokes it was made of, as an address names them: a page that shows it makes its picture of them, and takes them where that is this one. */
  ink?: string | null;
}

/** A question to ask. One with the same text, choices and amount is asked again. */
export interface NewQuestion {
  text: string;
  choices: string[];
  /** The index of the right choice, or with `amount` the true amount; null where nobody knows. It is told by the reveal. */
  right?: number | null;
  /** A sentence for the reveal. */
  why?: string;
  /** Where an amount may be dragged, too. */
  amount?: NewBounds | null;
}

/** Which network a room begins with. */
export interface NewRoom {
  /** The session's id. */
  session: string;
  address?: string | null;
}

/** A network to begin with; all of it may be left out. */
export interface NewSession {
  /** Neurons of each layer, the inputs first. */
  layers?: number[];
  /** Of the hidden layers. */
  activation?: string;
  /** Activation of the last layer. Left out, it is softmax for tanh and relu, as in the networks that are shipped trained, and else sigmoid. */
  output?: string | null;
  /** cross_entropy needs sigmoid or softmax outputs. Left out, it is cross_entropy for softmax outputs, else squared_error. */
  cost?: string | null;
  /** How random parameters are drawn. */
  initializer?: string;
  /** Decides random parameters and the order of the training digits. Left out, the server picks one and answers with it. */
  seed?: number | null;
  /** What to begin with. Left out, it is `trained` where such parameters are shipped for this network (see /api/options), else `random`. Not with `trained_for`. */
  weights?: "trained" | "random" | null;
  trained_for?: number | null;
}

/** Steps on what is shown. */
export interface NewSteps {
  learning_rate: number;
  /** After each step, the one before the first included. */
  costs: number[];
}

/** What a seat says. */
export interface NewVote {
  choice: number;
  /** Where the question has an `amount`. */
  amount?: number | null;
}

/** -dC0/dq of each quantity q: positive where it should grow. */
export interface Nudges {
  /** Of a1 … aL */
  activations: number[][];
  /** Of b1 … bL */
  biases: number[][];
  /** Of a0: more ink where positive, less where negative, and the cost would fall; left out with `?inputs=false` */
  inputs?: number[];
  /** Of W1 … WL; only with `?weights=true` */
  weights?: number[][][];
}

/** A new room. */
export interface OpenedRoom {
  code: string;
  /** Grows with every change. */
  version: number;
  /** What the presenter's page shows, as its address has it. */
  address: string;
  /** Counts the networks that the room has seen: it grows whenever the parameters are others, after a step, an undo, a pause of training. */
  network: number;
  training: TrainingState | null;
  steps: StepsState | null;
  question: AskedQuestion | null;
  /** Revealed last. */
  closed_question: RevealedQuestion | null;
  /** Whether drawings are taken. */
  drawing: boolean;
  drawings: DrawingsState;
  /** Of a remote's buttons, by their names. */
  presses: Record<string, number>;
  /** How many are in the room. */
  seats: number;
  /** false once, when the room has ended. */
  open: boolean;
  /** Lets one present in the room; it is told here and never again. */
  key: string;
  /** The address of the page by which phones join. */
  join: string;
}

/** What a session may be made of. */
export interface Options {
  activations: string[];
  outputs: string[];
  costs: string[];
  initializers: string[];
  weights: string[];
  trained: TrainedNetwork[];
  trained_for: Recipe;
  descriptors: Descriptors;
}

/** The mean C0 of each digit's test examples, 0 … 9, before the step and after it. */
export interface OthersAnswer {
  /** Ten means, before the step. */
  before: number[];
  /** Ten means, after the step. */
  after: number[];
  /** How many test examples there are of each. */
  counts: number[];
  /** The mean C0 of all test examples. */
  mean_before: number;
  mean_after: number;
  /** C0 of the picture itself. */
  cost_before: number;
  cost_after: number;
  /** The steps that the network had taken. */
  iteration: number;
}

/** A seat's own drawing. */
export interface OwnDrawing {
  label: number;
  /** null with `?pixels=false`. */
  pixels: number[] | null;
  /** Its strokes; null where none were sent, or without pixels. */
  ink: string | null;
  reading: Reading;
  /** Before the room's step; null where there was none. */
  before: Reading | null;
  /** After it. */
  after: Reading | null;
}

/** An input and what the chain should make of it. */
export interface Pair {
  x: number;
  y: number;
}

/** A weight or bias moved a little. */
export interface ParameterNudge {
  /** Its index in the flat vector. */
  parameter: number;
  by: number;
}

/** Where a run has branched off. */
export interface ParentOfRun {
  run: string;
  iteration: number;
}

/** Each example's pass, and their means. */
export interface PassAnswer {
  cost: number;
  /** The mean of the examples' gradients. */
  gradient: number[];
  examples: PassOfExample[];
}

/** What the network makes of the picture at one stop. */
export interface PassAtStop {
  /** Mini-batches; null for the network that is shipped trained. */
  trained_for: number | null;
  /** The index of the largest output. */
  prediction: number;
  /** aL */
  outputs: number[];
  /** C0; null without a target. */
  cost: number | null;
  /** The largest |-dC0/da| of the last hidden layer (of the outputs where there is none): how much there is to learn. null without a target. */
  largest_nudge: number | null;
  /** The same for each of the layers 1 … L; null without a target. */
  largest_nudges: number[] | null;
  /** The whole pass, only with `?whole=true`: backward if there is a target. */
  pass?: BackwardAnswer | ForwardAnswer | null;
}

/** The chain rule's factors. */
export interface PassFactors {
  /** dz_j/dw_jk = a_k, for layers 1 … L */
  z_by_weight: number[][];
  /** dz_j/da_k = w_jk, for layers 1 … L */
  z_by_activation: number[][][];
  /** da_j/dz_j; null for softmax */
  activation_by_z: (number[] | null)[];
  /** dC0/da of layers 1 … L */
  cost_by_activation: number[][];
  /** dC0/dz of layers 1 … L */
  cost_by_z: number[][];
  /** For layers l = 1 … L-1: row j, column k is w_jk dC0/dz_j of layer l + 1, what reaches a_k through j; the sum over j is dC0/da_k. */
  paths: number[][][];
}

/** All that one example's pass computes. */
export interface PassOfExample {
  /** a0 … aL */
  activations: number[][];
  /** z1 … zL */
  pre_activations: number[][];
  cost: number;
  cost_terms: number[];
  factors: PassFactors;
  /** dC0/dw of every parameter */
  gradient: number[];
  ripple: PerturbationAnswer | null;
}

/** A small network, one example or some, and perhaps a nudge. */
export interface PassRequest {
  layers: number[];
  activation?: string;
  output?: string;
  cost?: string;
  /** For l = 1 … L: W[l] row by row, then b[l]. */
  parameters: number[];
  /** One example's inputs, or a list of such lists. */
  x: number[] | number[][];
  /** The desired outputs, in the same form. */
  y: number[] | number[][];
  /** What to change in every example, to see what follows. */
  nudge?: ParameterNudge | ActivationNudge | null;
}

/** One picture at all stops. */
export interface PassesAnswer {
  /** The least trained first; last the network shipped, if there is one. */
  stops: PassAtStop[];
}

/** A network, and a picture that it is shown at each stop. */
export interface PassesRequest {
  /** Neurons of each layer, the inputs first. */
  layers?: number[];
  /** Of the hidden layers. */
  activation?: string;
  /** Activation of the last layer. Left out, it is softmax for tanh and relu, as in the networks that are shipped trained, and else sigmoid. */
  output?: string | null;
  /** cross_entropy needs sigmoid or softmax outputs. Left out, it is cross_entropy for softmax outputs, else squared_error. */
  cost?: string | null;
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  target?: number | number[] | null;
}

/** Where a checkpoint of a run lies on the plane. */
export interface PathOnPlane {
  iteration: number;
  x: number;
  y: number;
  cost: number | null;
}

/** The same pass with the nudge: what everything is then, and by how much it has changed. */
export interface PerturbationAnswer {
  activations: number[][];
  pre_activations: number[][];
  cost: number;
  activation_changes: number[][];
  pre_activation_changes: number[][];
  cost_change: number;
  /** In a chain: each change by the one before it; null for none by 0. */
  ratios: (number | null)[];
}

/** Pause; take one step; go on for an epoch; end the run. */
export interface Plain {
  type: "pause" | "step" | "epoch" | "stop";
}

/** What a network classifies every digit of a split as. */
export interface PredictionsAnswer {
  /** What each digit shows, in their order. */
  labels: number[];
  /** What each is classified as. */
  predictions: number[];
  /** How often each digit (row) is classified as each (column). */
  confusion: number[][];
  /** For each digit the share of its pictures classified correctly. */
  class_accuracy: number[];
  correct: number;
  total: number;
  /** The mean of C0 over the split. */
  cost: number;
  /** The steps that the network had taken. */
  iteration: number;
}

/** Why a request could not be answered. */
export interface Problem {
  detail: string;
}

/** A picture, the output where the path begins, and which of the paths it is. */
export interface ProductTables {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  name: string;
  target: number;
  /** 0 is the strongest path. */
  rank?: number;
}

/** One step on one picture, which is not taken, or the one that was taken last. */
export interface ProposedStep {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
  learning_rate: number;
  /** The session's last change, if that was a step or steps on this picture: the answer begins with the network before them. */
  step?: StepsTaken | null;
}

/** A parameter or an activation: exactly one of the two. */
export interface Quantity {
  /** Its index in the flat vector: W1 row by row, b1, W2, … */
  parameter?: number | null;
  activation?: Neuron | null;
}

/** C0 of the picture after one step along -dC0/dw, for many learning rates. */
export interface RatesAnswer {
  /** C0 before the step. */
  cost: number;
  /** dC0/d(learning rate) at rate 0: minus the gradient's squared length. */
  slope: number;
  /** 0, then 60 from 0.01 to 10, evenly spaced as logarithms. */
  rates: number[];
  /** C0 after a step with each rate; null where it is not finite. */
  costs: (number | null)[];
  /** cost + slope * rate: what the slope promises for each. */
  tangent: number[];
  /** The same for the rate that was asked with. */
  present: AtRate;
  /** Of all `rates` the one with the lowest cost. */
  best: AtRate;
  /** The steps that the network had taken. */
  iteration: number;
}

/** The server can take on more. */
export interface Readiness {
  status: "ready";
}

/** What a network makes of a drawing. */
export interface Reading {
  prediction: number;
  /** Of the output that the drawing is said to be. */
  activation: number;
  /** Of all outputs. */
  activations: number[];
}

/** How the networks of `trained_for` are trained: plain gradient descent on MNIST's digits. */
export interface Recipe {
  /** Numbers of mini-batches for which the parameters are at hand. */
  stops: number[];
  /** Training digits in a mini-batch. */
  batch_size: number;
  /** How the first parameters are drawn. */
  initializer: string;
  /** Decides the first parameters and the order of the digits. */
  seed: number;
  /** By activation: a network is trained with the smallest rate of those that its layers use. */
  learning_rates: Record<string, number>;
  /** Another recipe has another one: for `GET /api/trained_for`. */
  version: string;
}

/** Another name for a run. */
export interface RenameRequest {
  name: string;
}

/** What to start again with: either `weights` or `trained_for`. */
export interface ResetRequest {
  pixels?: number[] | null;
  target?: number | number[] | null;
  weights?: "trained" | "random" | null;
  trained_for?: number | null;
  /** Decides random parameters and the order of the training digits. Left out, the server picks a new one and answers with it. */
  seed?: number | null;
}

/** A question after its reveal. */
export interface RevealedQuestion {
  id: string;
  text: string;
  choices: string[];
  amount: Bounds | null;
  /** How often it has been asked, this time included. */
  round: number;
  /** How many seats have voted. */
  answered: number;
  /** How many chose each. */
  counts: number[];
  right: number | null;
  why: string;
  /** The counts of the rounds before. */
  earlier: number[][];
}

/** What the presenter changes, all of it at once; what is left out stays. */
export interface RoomChange {
  address?: string | null;
  /** The picture that the page has made of the drawing in its address: phones have its very numbers then, and the server need not make it again. */
  pixels?: number[] | null;
  /** A question to ask; null takes no more votes, and tells nothing. */
  question?: NewQuestion | null;
  /** true closes the question asked last and tells its answers, before another is asked. */
  reveal?: boolean | null;
  /** With `reveal`: what is right, where that was not known when it was asked. */
  right?: number | null;
  /** With `reveal`: a sentence for it. */
  why?: string | null;
  /** Whether drawings are taken. Whenever they are asked for again, or for another digit, those before are dropped. */
  drawing?: boolean | null;
  /** Which digit is to be drawn, null for any; with `drawing` only. */
  digit?: number | null;
  /** Another session, with whose network it goes on. */
  session?: string | null;
  /** What the last steps on what is shown have done, null to forget them: they are forgotten with the network, too. */
  steps?: NewSteps | null;
  /** What only holders of the key read. */
  note?: string | null;
  /** A button of a remote: its count in `presses` grows, and the page that presents acts on that. */
  press?: string | null;
}

/** What everybody in a room may see. */
export interface RoomState {
  code: string;
  /** Grows with every change. */
  version: number;
  /** What the presenter's page shows, as its address has it. */
  address: string;
  /** Counts the networks that the room has seen: it grows whenever the parameters are others, after a step, an undo, a pause of training. */
  network: number;
  training: TrainingState | null;
  steps: StepsState | null;
  question: AskedQuestion | null;
  /** Revealed last. */
  closed_question: RevealedQuestion | null;
  /** Whether drawings are taken. */
  drawing: boolean;
  drawings: DrawingsState;
  /** Of a remote's buttons, by their names. */
  presses: Record<string, number>;
  /** How many are in the room. */
  seats: number;
  /** false once, when the room has ended. */
  open: boolean;
}

/** All runs of a session, the oldest first. */
export interface RunList {
  runs: RunObject[];
  current: string | null;
}

/** A run of training. */
export interface RunObject {
  id: string;
  name: string;
  settings: SettingsOfRun;
  layers: number[];
  activation: string;
  output: string;
  cost: string;
  status: "running" | "paused" | "finished" | "stopped" | "diverged";
  parent: ParentOfRun | null;
  first_iteration: number;
  /** The iteration it has reached. */
  iteration: number;
  steps_per_epoch: number;
  /** The iterations that one can go back to. */
  moments: number[];
  best_accuracy: number | null;
  elapsed_s: number;
}

/** How a network reads many drawings. */
export interface Score {
  /** How many as what they are said to be. */
  right: number;
  /** The mean C0. */
  cost: number;
}

/** A drawing, for the presenter alone. */
export interface SentDrawing {
  /** A name of this drawing; no seat is known by it elsewhere. */
  seat: string;
  label: number;
  shown: boolean;
  reading: Reading;
  /** null with `?pixels=false`. */
  pixels: number[] | null;
}

/** All drawings. */
export interface SentDrawings {
  digit: number | null;
  drawings: SentDrawing[];
  /** null where there are none. */
  score: Score | null;
}

/** A session, with the id that lets one use it. */
export interface SessionObject {
  layers: number[];
  activation: string;
  output: string;
  cost: string;
  initializer: string;
  seed: number;
  /** What its parameters began as; `random` also where the recipe began, `loaded` where a file did. */
  weights: "trained" | "random" | "loaded";
  /** The mini-batches of the recipe after which the parameters are these; null where they came otherwise, as after a step. */
  trained_for: number | null;
  /** The mini-batches of the recipe that it began with, whatever steps came since; null where it began otherwise. */
  began_for: number | null;
  parameter_count: number;
  /** Steps of gradient descent so far. */
  iteration: number;
  /** Counts the changes of the parameters but for steps of a run: with `iteration` it says which parameters these are. */
  revision: number;
  /** How many changes can be undone. */
  undo: number;
  /** How many undone changes can be made again. */
  redo: number;
  id: string;
}

/** A setting of a run of training: what its field, its link and its table need. */
export interface SettingDescriptor {
  name: string;
  label: string;
  description: string;
  /** Its name in a run's name. */
  short: string;
  type: "integer" | "number";
  /** null for off, or for the session's own seed. */
  default: number | null;
  /** Whether it may be null, which turns it off. */
  optional: boolean;
  min: number | null;
  /** Whether it must be larger than `min`. */
  above_min: boolean;
  max: number | null;
  /** Whether a slider is best divided by powers of ten. */
  log: boolean;
  /** null for any. */
  step: number | null;
  /** Values to suggest. */
  choices: number[];
  /** Its key in an address. */
  link: string;
}

/** How a run is set. */
export interface SettingsOfRun {
  /** digits in a mini-batch */
  batch_size: number;
  /** learning rate */
  learning_rate: number;
  /** momentum */
  momentum: number;
  /** seed of the shuffling */
  seed: number;
  /** largest norm of a step's gradient */
  clip: number | null;
}

/** The mini-batch of the last step. */
export interface ShownBatch {
  /** Its first hundred training digits. */
  indices: number[];
  size: number;
}

/** A drawing that everybody may see. */
export interface ShownDrawing {
  label: number;
  pixels: number[];
  /** Its strokes, where the phone has sent them. */
  ink: string | null;
  reading: Reading;
}

/** The drawings that everybody may see. */
export interface ShownDrawings {
  drawings: ShownDrawing[];
}

/** A picture, and the hidden layer that is looked at. */
export interface SlopesTables {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  name: string;
  /** Counted from 1; a deeper one than there is means the last. */
  layer: number;
}

/** A function as it is in the module that runs. */
export interface SourceOfFunction {
  name: string;
  file: string;
  /** Its line in the file, counted from 1. */
  first_line: number;
  lines: string[];
  /** The names of each line, by which beats light it. */
  marks: string[][];
}

/** Train until paused, or for a number of epochs; with a name, as a run of its own. */
export interface Start {
  type: "start";
  epochs?: number | null;
  name?: string | null;
  /** digits in a mini-batch */
  batch_size?: number | null;
  /** learning rate */
  learning_rate?: number | null;
  /** momentum */
  momentum?: number | null;
  /** seed of the shuffling */
  seed?: number | null;
  /** largest norm of a step's gradient */
  clip?: number | null;
}

/** What a call of `step` has done. */
export interface StepAnswer {
  /** The session after the change. */
  session: SessionObject;
  /** The pass of the example that the request names: backward if it names a target, otherwise forward. null where it names none, or where its pass overflows. */
  pass: BackwardAnswer | ForwardAnswer | null;
  iteration: number;
  /** Before the call, of the same example or as the mean over the last mini-batch. */
  cost_before: number;
  /** After the call, of the same. */
  cost_after: number;
}

/** A step along what the room's drawings ask for on the average. */
export interface StepOnDrawings {
  learning_rate: number;
  /** All drawings, or those that are shown. */
  of?: "all" | "shown";
}

/** One step on one example (`pixels`, `target`), or on mini-batches (`batch_size`, `steps`). */
export interface StepRequest {
  learning_rate: number;
  pixels?: number[] | null;
  target?: number | number[] | null;
  batch_size?: number | null;
  steps?: number | null;
}

/** The figures of the steps that are kept, in order. */
export interface Steps {
  iterations: number[];
  batch_costs: number[];
  gradient_norms: number[];
}

/** What steps on what is shown have done. */
export interface StepsState {
  learning_rate: number;
  costs: number[];
}

/** The last steps, on this drawing. */
export interface StepsTaken {
  steps: number;
  learning_rate: number;
}

/** A table of numbers, written as text. */
export interface TableObject {
  title: string;
  /** A name for each column. */
  head: string[];
  /** As many cells each as the head has. */
  rows: string[][];
  /** Every beat that shows these numbers. */
  beats: string[];
}

/** The tables of one beat, in the order of its story. */
export interface TablesAnswer {
  tables: TableObject[];
}

/** One product of a neuron's sum. */
export interface Term {
  /** Which neuron of the layer before it comes from. */
  index: number;
  weight: number;
  activation: number;
  /** weight * activation */
  product: number;
}

/** A network that is shipped trained. */
export interface TrainedNetwork {
  layers: number[];
  activation: string;
  output: string;
  cost: string;
  /** Its recipe and its scores. */
  metadata: Record<string, string>;
}

/** How a training goes that is under way. */
export interface TrainingState {
  status: string;
  iteration: number;
  /** The mean C0 over test digits. */
  cost: number | null;
  accuracy: number | null;
}

/** The runs to list, in their order. */
export interface TrainingTables {
  runs: (KeptRun | EarlierRun)[];
}

export interface ValidationError {
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: Record<string, unknown>;
}

/** One picture, and how its walk is looked at. */
export interface WalkRequest {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been; without one there is no way back. */
  target?: number | null;
  /** How the picture was made from a drawing. */
  placement?: InkPlacement | null;
  /** A neuron to take apart instead of the strongest of its layer. */
  looked_at?: Neuron | null;
  /** Of the step to come, which is not taken. */
  learning_rate?: number;
  /** The session's last change, if that was a step or steps on this picture: the program begins before them and takes them itself. */
  step?: StepsTaken | null;
  /** Put MNIST's test digits in, and compute the mean of their costs. */
  dataset?: boolean;
}

/** One picture, how its walk is looked at, and perhaps one beat of it. */
export interface WalkTables {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been; without one there is no way back. */
  target?: number | null;
  /** How the picture was made from a drawing. */
  placement?: InkPlacement | null;
  /** A neuron to take apart instead of the strongest of its layer. */
  looked_at?: Neuron | null;
  /** Of the step to come, which is not taken. */
  learning_rate?: number;
  /** The session's last change, if that was a step or steps on this picture: the program begins before them and takes them itself. */
  step?: StepsTaken | null;
  /** Put MNIST's test digits in, and compute the mean of their costs. */
  dataset?: boolean;
  /** Left out, the tables of all beats. */
  beat?: string | null;
}

/** What lets others watch a network train, and do nothing else with it. */
export interface WatchKey {
  watch_key: string;
}

/** A session as all who watch it may know it: one network, and what can be undone. */
export interface WatchedSession {
  layers: number[];
  activation: string;
  output: string;
  cost: string;
  initializer: string;
  seed: number;
  /** What its parameters began as; `random` also where the recipe began, `loaded` where a file did. */
  weights: "trained" | "random" | "loaded";
  /** The mini-batches of the recipe after which the parameters are these; null where they came otherwise, as after a step. */
  trained_for: number | null;
  /** The mini-batches of the recipe that it began with, whatever steps came since; null where it began otherwise. */
  began_for: number | null;
  parameter_count: number;
  /** Steps of gradient descent so far. */
  iteration: number;
  /** Counts the changes of the parameters but for steps of a run: with `iteration` it says which parameters these are. */
  revision: number;
  /** How many changes can be undone. */
  undo: number;
  /** How many undone changes can be made again. */
  redo: number;
}

/** The forward answer under the change, and what becomes of the cost. */
export interface WhatIfAnswer {
  /** a0 … aL */
  activations: number[][];
  /** z1 … zL */
  pre_activations: number[][];
  /** The index of the largest output. */
  prediction: number;
  name: string;
  cost_before: number;
  /** C0 under the change. */
  cost: number;
  value_before: number;
  value: number;
  /** dC0/dq at `value_before`, by backprop. */
  derivative: number;
  /** derivative * (value - value_before) */
  promised: number;
  /** cost - cost_before */
  change: number;
  /** Only where it was asked for. */
  curve?: CurveAnswer | null;
}

/** One quantity of a pass, and the value it is to be given. */
export interface WhatIfRequest {
  /** As many numbers as the network has inputs: row by row from the top left, 0 is paper and 1 is ink. */
  pixels: number[];
  /** The digit it should have been (its one-hot vector is y), or y itself: as many numbers as the network has outputs. */
  target: number | number[];
  quantity: Quantity;
  value: number;
  curve?: CurveRange | null;
}

/** A run with its record. */
export interface WholeRun {
  id: string;
  name: string;
  settings: SettingsOfRun;
  layers: number[];
  activation: string;
  output: string;
  cost: string;
  status: "running" | "paused" | "finished" | "stopped" | "diverged";
  parent: ParentOfRun | null;
  first_iteration: number;
  /** The iteration it has reached. */
  iteration: number;
  steps_per_epoch: number;
  /** The iterations that one can go back to. */
  moments: number[];
  best_accuracy: number | null;
  elapsed_s: number;
  record: Steps;
  evaluations: Evaluations;
}
