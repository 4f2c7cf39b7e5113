// Floating point and property access: bodies under gravity.
export default (n) => {
  const bodies = [];
  for (let i = 0; i < 5; i++)
    bodies.push({ x: i * 1.7, y: i * i * 0.3, z: 1 / (i + 1), vx: 0, vy: 0.1 * i, vz: 0, m: 1 + i });
  for (let step = 0; step < n * 250; step++) {
    for (let i = 0; i < bodies.length; i++) {
      const a = bodies[i];
      for (let k = i + 1; k < bodies.length; k++) {
        const b = bodies[k];
        const dx = a.x - b.x;
        const dy = a.y - b.y;
        const dz = a.z - b.z;
        const d2 = dx * dx + dy * dy + dz * dz + 0.01;
        const pull = 0.001 / (d2 * Math.sqrt(d2));
        a.vx -= dx * b.m * pull;
        a.vy -= dy * b.m * pull;
        a.vz -= dz * b.m * pull;
        b.vx += dx * a.m * pull;
        b.vy += dy * a.m * pull;
        b.vz += dz * a.m * pull;
      }
    }
    for (const body of bodies) {
      body.x += 0.001 * body.vx;
      body.y += 0.001 * body.vy;
      body.z += 0.001 * body.vz;
    }
  }
  return bodies[0].x;
};
