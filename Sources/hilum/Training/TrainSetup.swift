/// From a configuration to a training that is ready to run.

import Neural

struct TrainSetup {
  let config: TrainConfig
  let labels: [String]
  let split: PatientSplit

  /// Reads the tables.
  /// - Throws: `TrainError`.
  init(_ config: TrainConfig) throws(TrainError) {
    self.config = config
    let data = config.data
    let (labels, rows) = try Self.read(data.tables, data.images, data.labels)
    self.labels = labels
    if data.validationTables.isEmpty {
      split = PatientSplit(rows, share: data.validationShare, seed: config.plan.seed)
    } else {
      let (_, held) = try Self.read(data.validationTables, data.validationImages, labels)
      split = PatientSplit(training: rows, validation: held)
    }
    guard split.training.count >= config.plan.batch, !split.validation.isEmpty else {
      throw .tooFewFilms(
        training: split.training.count, validation: split.validation.count, batch: config.plan.batch)
    }
  }

  /// All rows of several tables; the first one's findings are required of the others.
  private static func read(
    _ tables: [String], _ folders: [String], _ wanted: [String]
  ) throws(TrainError) -> (labels: [String], rows: [FilmRow]) {
    var (labels, rows): ([String], [FilmRow]) = (wanted, [])
    for (i, path) in tables.enumerated() {
      let folder = folders[min(i, folders.count - 1)]
      let table = try FilmTable(path: path, images: folder, labels: labels)
      labels = table.labels
      rows += table.rows
    }
    return (labels, rows)
  }

  /// Decodes the films, makes the network and trains it.
  func run(resuming: Bool) throws {
    try TrainFolder(path: config.output).open(resuming: resuming)
    let progress = TrainProgress()
    let total = split.training.count + split.validation.count
    progress.say(
      "\(split.training.count) films to learn from, \(split.validation.count) to validate with, \(labels.count) findings"
    )
    let training = try FilmSet(
      split.training, labels: labels.count, regions: try readRegions(), config
    ) { done in
      progress.show { "Decoding film \(done) of \(total) …" }
    }
    let validation = try FilmSet(split.validation, labels: labels.count, config) { done in
      progress.show { "Decoding film \(split.training.count + done) of \(total) …" }
    }
    let (store, network) = try makeNetwork()
    try train(network, store, training, validation, resuming: resuming)
  }

  private func readRegions() throws(TrainError) -> [String: FilmRegions] {
    var films: [String: FilmRegions] = [:]
    for (i, path) in config.data.regions.enumerated() {
      let images = config.data.images[min(i, config.data.images.count - 1)]
      let file = try RegionFile(path: path, images: images, labels: labels)
      films.merge(file.films) { first, _ in first }
    }
    return films
  }

  private func makeNetwork() throws -> (ParameterStore, any TrainableNetwork) {
    let store = ParameterStore(try layout())
    store.start(seed: config.plan.seed, headBias: Float(config.headBias))
    if let path = config.startWeights { try store.load(SafetensorsFile(path: path)) }
    if let path = config.startBackbone { try store.load(SafetensorsFile(path: path), .backbone) }
    let network = try store.model { source throws(WeightError) in
      try ModelRegistry.trainable(config.architecture, labels: labels.count, &source)
    }
    return (store, network)
  }

  private func layout() throws(WeightError) -> ParameterLayout {
    let build = { [config, labels] (source: inout LayoutSource) throws(WeightError) -> any TrainableNetwork in
      try ModelRegistry.trainable(config.architecture, labels: labels.count, &source)
    }
    guard !config.data.regions.isEmpty else { return try ParameterLayout(of: build) }
    return try ParameterLayout.guided(build)
  }

  private func train<Network: TrainableNetwork>(
    _ network: Network, _ store: ParameterStore, _ training: FilmSet, _ validation: FilmSet, resuming: Bool
  ) throws {
    var run = try TrainRun(
      network, store, config, labels: labels, training: training, validation: validation)
    try run.run(resuming: resuming)
  }
}
