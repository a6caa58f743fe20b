//! (under construction)

#[test]
fn random_tiny_instances_are_valid() {
    for seed in 0..50 {
        crate::support::instance(&crate::support::Shape::tiny(), seed);
    }
}
