/// The names, shapes and places of everything that a model asks a `WeightSource` for.

/// What a tensor is to training.
package enum ParameterKind: Equatable, Sendable {
  /// Learned by gradient.
  case parameter
  /// A running statistic of a batch norm: follows the batches, not the gradient.
  case statistic

  init(name: String) {
    let leaf = name.split(separator: ".").last ?? ""
    self = leaf == "running_mean" || leaf == "running_var" ? .statistic : .parameter
  }
}

/// The flat arrangement of a model's state: parameters first, then statistics, each in asking order.
package struct ParameterLayout: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package let name: String
    package let shape: [Int]
    package let kind: ParameterKind
    /// Where the elements lie among `count` floats.
    package let range: Range<Int>
  }

  /// In asking order.
  package let entries: [Entry]
  /// The batch norms' counters, in asking order.
  package let counters: [String]
  /// Floats of all parameters, the padding between them included.
  package let parameterCount: Int
  /// Floats of everything.
  package let count: Int

  /// Each tensor begins at a multiple of this many floats: one cache line.
  private static let alignment = 16

  /// Asks a model's initialiser what it wants; the model itself is thrown away.
  /// - Throws: what the initialiser throws.
  package init<Model>(
    of build: (inout LayoutSource) throws(WeightError) -> Model
  ) throws(WeightError) {
    var source = LayoutSource()
    _ = try build(&source)
    var places: [Range<Int>] = []
    var end = 0
    var parameterCount = 0
    for kind in [ParameterKind.parameter, .statistic] {
      for (i, wish) in source.wishes.enumerated() where ParameterKind(name: wish.name) == kind {
        while places.count <= i { places.append(0..<0) }
        places[i] = end..<end + wish.shape.reduce(1, *)
        end = (places[i].upperBound + Self.alignment - 1) / Self.alignment * Self.alignment
      }
      if kind == .parameter { parameterCount = end }
    }
    entries = zip(source.wishes, places).map {
      Entry(name: $0.name, shape: $0.shape, kind: ParameterKind(name: $0.name), range: $1)
    }
    counters = source.counters
    self.parameterCount = parameterCount
    count = end
  }
}

/// Notes what is asked for and hands out memory that is gone when the source is.
package struct LayoutSource: WeightSource, ~Copyable {
  fileprivate var wishes: [(name: String, shape: [Int])] = []
  fileprivate var counters: [String] = []
  private var buffers: [UnsafeMutablePointer<Float>] = []

  fileprivate init() {}

  deinit { for buffer in buffers { buffer.deallocate() } }

  package mutating func take(_ name: String, _ shape: [Int]) throws(WeightError) -> Tensor {
    precondition(!wishes.contains { $0.name == name }, "\(name) is asked for twice")
    let count = shape.reduce(1, *)
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(count, 1))
    buffer.initialize(repeating: 0, count: count)
    buffers.append(buffer)
    wishes.append((name, shape))
    return Tensor(buffer, shape)
  }

  package mutating func takeCounter(_ name: String) throws(WeightError) { counters.append(name) }
}
