/// A model's whole state in one flat buffer: trainable weights, their gradients, or a moving average of them.

/// Zeros at first. Parameters come first, then statistics, as `layout` says; models built on the store are views of it
/// and live as long as it does.
package final class ParameterStore {
  package let layout: ParameterLayout
  /// Every element, the padding between tensors (always zero) included.
  package let values: UnsafeMutableBufferPointer<Float>
  /// How many batches the batch norms have seen, in the order of `layout.counters`.
  package var counters: [Int]

  package init(_ layout: ParameterLayout) {
    self.layout = layout
    values = .allocate(capacity: layout.count)
    values.initialize(repeating: 0)
    counters = layout.counters.map { _ in 0 }
  }

  deinit { values.deallocate() }

  /// The learned part of `values`.
  package var parameters: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: values[..<layout.parameterCount])
  }

  /// Builds a model whose tensors are views of the store. It must ask exactly as the layout's model did.
  package func model<Model>(
    _ build: (inout StoreSource) throws(WeightError) -> Model
  ) throws(WeightError) -> Model {
    var source = StoreSource(self)
    return try build(&source)
  }

  /// Sets every element to zero.
  package func clear() { values.update(repeating: 0) }

  /// Copies the state of another store of the same layout.
  package func copy(_ other: ParameterStore) {
    precondition(layout == other.layout, "stores of one model have one layout")
    _ = values.update(fromContentsOf: other.values)
    counters = other.counters
  }

  /// The elements of the tensor at `entry`.
  package func elements(_ entry: ParameterLayout.Entry) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: values[entry.range])
  }
}

/// Hands out a store's tensors in the order of its layout.
package struct StoreSource: WeightSource, ~Copyable {
  private let store: ParameterStore
  private var next = 0

  fileprivate init(_ store: ParameterStore) { self.store = store }

  package mutating func take(_ name: String, _ shape: [Int]) throws(WeightError) -> Tensor {
    guard next < store.layout.entries.count, store.layout.entries[next].name == name else {
      throw .missing([name])
    }
    let entry = store.layout.entries[next]
    guard entry.shape == shape else { throw .shape(name: name, expected: shape, found: entry.shape) }
    next += 1
    guard let base = store.elements(entry).baseAddress else { throw .missing([name]) }
    return Tensor(base, shape)
  }

  package mutating func takeCounter(_ name: String) throws(WeightError) {
    guard store.layout.counters.contains(name) else { throw .missing([name]) }
  }
}
